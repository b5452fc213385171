import { crush } from 'headroom-ts'

const users = Object.fromEntries(['ada', 'grace', 'edsger', 'barbara', 'alan', 'margaret', 'donald', 'frances'].map((name, i) => [name, { number: 1000 + i, shell: '/bin/zsh', locked: i === 4 }]))
const { text } = await crush(JSON.stringify(users), { model: 'gpt-4o', smartCrusher: { lossless: true, minTokensToCrush: 0 } })

console.log(text)
