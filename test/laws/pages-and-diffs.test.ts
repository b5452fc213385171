import { diffLaw, pageLaw } from './pages-and-diffs.ts'
import { testLaw } from './test-law.ts'

testLaw(pageLaw)
testLaw(diffLaw)
