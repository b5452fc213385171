import { createRandom } from './random.ts'

const names = ['Amara Okafor', 'Jonas Weber', 'Mei Tanaka', 'Lucía Ortega', 'Nils Berg', 'Priya Nair', 'Tomás Silva', 'Ewa Nowak', 'Liam Byrne', 'Zoë Martin']
const cities = [['Lagos', 'NG'], ['Hamburg', 'DE'], ['Osaka', 'JP'], ['Sevilla', 'ES'], ['Malmö', 'SE'], ['Kochi', 'IN'], ['Porto', 'PT'], ['Kraków', 'PL']]
const products = ['desk lamp', 'office chair', 'standing desk', 'monitor arm', 'keyboard tray', 'cable box', 'foot rest']

/** The order that the user asks about, and the one whose payment failed. */
export const namedOrder = 'ord_5518204'
export const failedOrder = 'ord_5518377'

/** A page of orders as a shop's API gives them: objects in objects, a list in every row, links and labels repeated everywhere. */
export function nestedResponses(orders = 92, seed = 3): string {
  const random = createRandom(seed)
  const named = Math.floor(orders * 0.4)
  const failed = Math.floor(orders * 0.7)
  const data = Array.from({ length: orders }, (_, i) => {
    const id = i === named ? namedOrder : i === failed ? failedOrder : `ord_${random.integer(5_500_000, 5_518_000)}`
    const [city, country] = random.pick(cities)
    const lines = Array.from({ length: random.integer(1, 3) }, () => ({
      sku: `SKU-${random.integer(1000, 9999)}`, name: random.pick(products), quantity: random.integer(1, 4), price: { amount: random.integer(19, 480), currency: 'EUR' },
    }))
    return {
      id,
      object: 'order',
      status: i === failed ? 'payment_failed' : random.pick(['shipped', 'delivered', 'delivered', 'open']),
      customer: { id: `cus_${random.hex(8)}`, name: random.pick(names), address: { city, country, verified: true } },
      lines,
      total: { amount: lines.reduce((sum, line) => sum + line.quantity * line.price.amount, 0), currency: 'EUR' },
      error: i === failed ? { code: 'card_declined', message: 'The bank refused the card.' } : null,
      links: { self: `https://api.shop.example/v2/orders/${id}`, invoice: `https://api.shop.example/v2/orders/${id}/invoice` },
    }
  })
  return JSON.stringify({ object: 'list', has_more: true, data })
}
