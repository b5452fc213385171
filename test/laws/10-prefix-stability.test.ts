import { prefixLaw, sessionPrefixLaw } from './10-prefix-stability.ts'
import { testLaw } from './test-law.ts'

testLaw(prefixLaw)
testLaw(sessionPrefixLaw)
