import { losslessLaw } from './08-lossless.ts'
import { testLaw } from './test-law.ts'

testLaw(losslessLaw)
