import { namedRowsLaw } from './05-named-rows.ts'
import { testLaw } from './test-law.ts'

testLaw(namedRowsLaw)
