import { simulate } from 'headroom-ts'

const plan = await simulate({
  model: 'gpt-4o-mini',
  messages: [
    { role: 'system', content: 'You are the assistant of a travel agency. Today is January 7, 2025. Answer in one sentence.' },
    { role: 'user', content: 'Which trains go to Porto?' },
  ],
})

console.log(plan.stablePrefixHash)
console.log(plan.cacheAlignmentScore.toFixed(2))
console.log(plan.waste.volatilePrefix)
