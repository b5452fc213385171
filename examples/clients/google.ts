import { GoogleGenAI } from '@google/genai'
import { withHeadroom } from 'headroom-ts/google'

const google = withHeadroom(new GoogleGenAI({}))

const jobs = Array.from({ length: 120 }, (_, i) => ({ id: `job-${i}`, state: i === 40 ? 'failed' : 'done', note: i === 40 ? 'disk full' : 'finished' }))

const { text } = await google.models.generateContent({
  model: 'gemini-2.5-flash',
  contents: [
    { role: 'user', parts: [{ text: 'Which job failed?' }] },
    { role: 'model', parts: [{ functionCall: { name: 'list_jobs', args: {} } }] },
    { role: 'user', parts: [{ functionResponse: { name: 'list_jobs', response: { jobs } } }] },
  ],
})

console.log(text) // => job-40 failed: disk full
console.log(google.headroom.getStats().session.tokensSavedTotal > 500) // => true
