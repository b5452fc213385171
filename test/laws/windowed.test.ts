import { testLaw } from './test-law.ts'
import { windowedLaws } from './windowed.ts'

for (const law of windowedLaws) testLaw(law)
