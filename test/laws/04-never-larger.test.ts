import { neverLargerLaw } from './04-never-larger.ts'
import { testLaw } from './test-law.ts'

testLaw(neverLargerLaw)
