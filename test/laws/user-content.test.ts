import { testLaw } from './test-law.ts'
import { pastedLosslessLaw, pastedNamesLaw, pastedOnceLaw, pastedPrefixLaw, wordsAroundLaw } from './user-content.ts'

testLaw(wordsAroundLaw)
testLaw(pastedLosslessLaw)
testLaw(pastedNamesLaw)
testLaw(pastedOnceLaw)
testLaw(pastedPrefixLaw)
