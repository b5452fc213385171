import OpenAI from 'openai'
import { HeadroomClient } from 'headroom-ts'

const client = new HeadroomClient({ originalClient: new OpenAI(), provider: 'openai', defaultMode: 'optimize' })

const { session, config, transforms } = client.getStats()
console.log(session.requestsTotal, session.tokensSavedTotal) // => 0 0
console.log(config.mode, config.provider) // => optimize openai
console.log(transforms.smartCrusherEnabled) // => true

const result = await client.validateSetup()
if (!result.valid) console.log('Setup issues:', result.errors)
console.log(result.valid) // => true
