import { onceIsEnoughLaw } from './11-once-is-enough.ts'
import { testLaw } from './test-law.ts'

testLaw(onceIsEnoughLaw)
