// The playground's icon as PNG, for systems that take no SVG: run once when demo/public/icon.svg changes, and commit what it writes.
// usage: node scripts/render-icons.mjs
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'

const folder = fileURLToPath(new URL('../demo/public/', import.meta.url))
const svg = readFileSync(`${folder}icon.svg`, 'utf8')
/** A system may cut a maskable icon to any shape: the ground goes to the edges and the drawing keeps to the middle, within a circle of 80 %. */
const maskable = svg.replace(/ rx="\d+"/, '').replace(/(<rect[^>]*>)(.*)(<\/svg>)/s, '$1<g transform="translate(9.6 9.6) scale(0.7)">$2</g>$3')
const icons = [
  { name: 'icon-192.png', size: 192, drawing: svg }, { name: 'icon-512.png', size: 512, drawing: svg },
  // Apple rounds the corners itself, and shows what is transparent as black.
  { name: 'icon-maskable-512.png', size: 512, drawing: maskable }, { name: 'apple-touch-icon.png', size: 180, drawing: maskable },
]
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const browser = await chromium.launch({ headless: true, args: ['--no-sandbox', '--disable-gpu'], ...(executablePath ? { executablePath } : {}) })
for (const { name, size, drawing } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<!doctype html><style>body { margin: 0 } img { display: block }</style><img width="${size}" height="${size}" src="data:image/svg+xml,${encodeURIComponent(drawing)}">`)
  await page.screenshot({ path: `${folder}${name}`, omitBackground: true })
  await page.close()
}
await browser.close()
