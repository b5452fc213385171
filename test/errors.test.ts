import { expect, test } from 'vitest'
import { ConfigurationError, HeadroomError, isHeadroomError } from '../src/errors.ts'

test('an error carries its code, plain details and its cause', () => {
  const cause = new Error('below')
  const error = new ConfigurationError('mode must be audit or optimize', { details: { mode: 'x' }, cause })
  expect(error).toBeInstanceOf(HeadroomError)
  expect({ name: error.name, code: error.code, details: error.details, cause: error.cause })
    .toEqual({ name: 'ConfigurationError', code: 'CONFIGURATION', details: { mode: 'x' }, cause })
})

test('isHeadroomError knows errors of another copy of the package and nothing else', () => {
  expect(isHeadroomError(new HeadroomError('x'))).toBe(true)
  expect(isHeadroomError(Object.assign(new Error('x'), { [Symbol.for('headroom-ts.error')]: true }))).toBe(true)
  for (const other of [new Error('x'), null, undefined, 'HEADROOM', { code: 'CONFIGURATION' }]) expect(isHeadroomError(other)).toBe(false)
})
