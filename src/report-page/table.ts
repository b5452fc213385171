import { html } from './html.ts'
import type { Html } from './html.ts'

export interface Column<Row> {
  readonly name: string
  /** `bar` takes the width that is left, and a line of its own where there is little. @default 'number' */
  readonly kind?: 'name' | 'number' | 'text' | 'bar'
  readonly cell: (row: Row) => Html | string
}

/**
 * A table that narrow screens show as one block for each row, each value with the name of its column. Roles are spelled out, since such a
 * layout takes them away.
 */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const head = columns.map(({ name, kind = 'number' }) => html`<th role="columnheader" scope="col" class="${kind}">${kind === 'bar' ? html`<span class="unseen">${name}</span>` : name}</th>`)
  const body = rows.map((row) => html`<tr role="row">${columns.map(({ name, kind = 'number', cell }) => kind === 'name'
    ? html`<th role="rowheader" scope="row" class="name">${cell(row)}</th>`
    : html`<td role="cell" class="${kind}" data-name="${name}">${cell(row)}</td>`)}</tr>`)
  return html`<table role="table"><caption class="unseen">${caption}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">
${body}
</tbody></table>`
}
