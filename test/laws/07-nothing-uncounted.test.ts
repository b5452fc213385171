import { nothingUncountedLaw } from './07-nothing-uncounted.ts'
import { testLaw } from './test-law.ts'

testLaw(nothingUncountedLaw)
