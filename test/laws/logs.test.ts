import { linesCountedLaw, logOnceLaw, namedLinesLaw, representedLinesLaw } from './logs.ts'
import { testLaw } from './test-law.ts'

testLaw(linesCountedLaw)
testLaw(namedLinesLaw)
testLaw(representedLinesLaw)
testLaw(logOnceLaw)
