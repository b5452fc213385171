export { countTokens, createHeadroom, expand, optimize } from '../src/index.ts'
export { crushTextOnDemand as crushText } from '../src/transforms/smart-crusher/crush-text-on-demand.ts'
export { createHeadroomFetch } from '../src/fetch.ts'
