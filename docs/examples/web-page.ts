import { crush } from 'headroom-ts'

const offer = (name: string, price: string, seats: number): string =>
  `<tr class="offer offer--row" data-track="offer-row"><td class="offer__name">${name}</td><td class="offer__price">${price}</td><td>${seats}</td></tr>`
const page = `<!DOCTYPE html><html lang="en"><head><title>Plans &amp; prices</title><meta name="description" content="What it costs">
<style>.offer { display: table-row }</style><script>window.dataLayer = window.dataLayer || []</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/blog">Blog</a></li><li><a href="/plans">Plans</a></li></ul></nav>
<main class="page page--plans"><h1 class="page__title">Plans</h1><p class="lead">Each plan can be left at the end of a month,
see the <a class="link link--inline" href="/terms#leaving" rel="nofollow noopener">terms</a>.</p>
<table class="offers"><tr><th>plan</th><th>price</th><th>seats</th></tr>${offer('Oak', '$12', 3)}${offer('Elm', '$30', 10)}${offer('Ash', '$90', 50)}</table>
<h2>In your code</h2><pre class="code"><code class="language-sh">npm install <b>@trees/plans</b>
trees login</code></pre><img src="/static/a1b2c3.png" alt="A row of trees"><svg viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg></main></body></html>`

const { text } = await crush(page, { query: 'What does Elm cost?', toolName: 'fetch_url', model: 'gpt-4o-mini' })

console.log(text)
