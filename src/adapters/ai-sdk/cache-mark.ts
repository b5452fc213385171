import { isWireObject } from '../wire-value.ts'

/** Whether a provider's cache mark stands on this message, part or tool; the SDK hands it through under the name of the provider. */
export function hasProviderCacheMark(value: unknown): boolean {
  if (!isWireObject(value)) return false
  return [value.providerOptions, value.providerMetadata, value.callProviderMetadata].some((options) => (
    isWireObject(options) && Object.values(options).some((named) => isWireObject(named) && (isWireObject(named.cacheControl) || isWireObject(named.cache_control) || isWireObject(named.cachePoint)))))
}
