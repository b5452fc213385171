import { pairsLaw } from './02-pairs.ts'
import { testLaw } from './test-law.ts'

testLaw(pairsLaw)
