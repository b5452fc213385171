import { failuresLaw } from './13-failures.ts'
import { testLaw } from './test-law.ts'

testLaw(failuresLaw)
