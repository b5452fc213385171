import { unreadableTextLaw, sameRequestLaw } from './03-unreadable.ts'
import { testLaw } from './test-law.ts'

testLaw(unreadableTextLaw)
testLaw(sameRequestLaw)
