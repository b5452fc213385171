import { sameReferenceLaw } from './12-same-reference.ts'
import { testLaw } from './test-law.ts'

testLaw(sameReferenceLaw)
