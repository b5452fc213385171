import { createRandom } from './random.ts'

const verbs = ['Configure', 'Debug', 'Deploy', 'Monitor', 'Upgrade', 'Scale', 'Migrate', 'Test', 'Secure', 'Document']
const subjects = [
  'message queues', 'background workers', 'feature flags', 'container images', 'database replicas', 'load balancers', 'audit trails',
  'access tokens', 'search indexes', 'build pipelines', 'mobile clients', 'billing exports', 'event streams', 'session caches',
]
const places = ['in a staging environment', 'on Kubernetes clusters', 'across all regions', 'behind a reverse proxy', 'for new tenants', 'with Terraform', 'at night', 'without any downtime']
const teams = ['platform', 'payments', 'identity', 'data', 'mobile']

/** The document that the user asks for by number. */
export const namedDocument = 'KB-77310'
/** The one document about a subject that only it has. */
export const rareTitle = 'Rotate the signing keys of the webhook gateway'

/** The answer of a knowledge base's search: ranked hits, best first, about 45 tokens each. */
export function searchResults(hits = 1000, seed = 1): string {
  const random = createRandom(seed)
  const rows = Array.from({ length: hits }, (_, rank) => ({
    id: rank === Math.floor(hits * 0.62) ? namedDocument : `KB-${random.integer(10_000, 69_999)}`,
    title: rank === Math.floor(hits * 0.31) ? rareTitle : `${random.pick(verbs)} ${random.pick(subjects)} ${random.pick(places)}`,
    team: random.pick(teams),
    type: random.pick(['guide', 'guide', 'guide', 'runbook', 'faq']),
    score: Number((0.98 * Math.exp(-rank / 400) + random.next() / 1000).toFixed(4)),
    views: Math.floor(20 * Math.exp(random.next() * 5)),
    updated: `202${random.integer(3, 6)}-0${random.integer(1, 9)}-${random.integer(10, 28)}`,
  }))
  return JSON.stringify({ query: 'gateway', total: hits, results: rows })
}
