import { spokenTextLaw } from './01-spoken-text.ts'
import { testLaw } from './test-law.ts'

testLaw(spokenTextLaw)
