import { representedRowsLaw } from './06-represented-rows.ts'
import { testLaw } from './test-law.ts'

testLaw(representedRowsLaw)
