import { crush } from 'headroom-ts'

const pod = (name: string, ready: string, status: string, restarts: string, age: string): string =>
  `${name.padEnd(15)}${ready.padEnd(8)}${status.padEnd(19)}${restarts.padEnd(11)}${age}`
const pods = Array.from({ length: 60 }, (_, i) => i === 41
  ? pod('jobs-141', '0/1', 'CrashLoopBackOff', '12', '6d')
  : pod(`${i % 3 === 0 ? 'web' : 'jobs'}-${100 + i}`, '1/1', 'Running', '0', `${i % 9 + 1}d`))
const output = ['$ kubectl get pods', pod('NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'), ...pods].join('\n')

const { text } = await crush(output, { query: 'Is jobs-137 up, and does any other pod crash?', toolName: 'bash', model: 'gpt-4o-mini' })

console.log(text)
