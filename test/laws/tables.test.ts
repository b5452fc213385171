import { keptRowsLaw, rowsCountedLaw, tableOnceLaw } from './tables.ts'
import { testLaw } from './test-law.ts'

testLaw(rowsCountedLaw)
testLaw(keptRowsLaw)
testLaw(tableOnceLaw)
