import { sameBytesLaw } from './09-same-bytes.ts'
import { testLaw } from './test-law.ts'

testLaw(sameBytesLaw)
