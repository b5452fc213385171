import OpenAI from 'openai'
import { HeadroomClient, isHeadroomError } from 'headroom-ts'

try {
  const client = new HeadroomClient({ originalClient: new OpenAI(), smartCrusher: { maxItemsAfterCrush: -1 } })
  await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }] })
} catch (error) {
  // Not instanceof: two copies of the package may each have a class of that name.
  if (!isHeadroomError(error)) throw error
  if (error.code === 'CONFIGURATION') {
    console.log(`Config issue: ${error.message}`) // => Config issue: smartCrusher.maxItemsAfterCrush must be a whole number of at least 1, got -1
    console.log(error.details.option) // => smartCrusher.maxItemsAfterCrush
  } else if (error.code === 'STORAGE') {
    console.log(`Storage issue: ${error.message}`)
  } else {
    console.log(`Headroom error: ${error.message}`)
  }
}
