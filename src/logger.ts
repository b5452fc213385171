/** Where log lines go. `console` fits. Silent by default. */
export interface Logger {
  debug(message: string): void
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

const nothing = (): void => undefined

export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/** The same logger, but one that throws loses its line, not the caller's request. */
export function guardLogger(logger: Logger): Logger {
  const guard = (write: () => void): void => {
    try {
      write()
    } catch {
      return // there is no other place to say so
    }
  }
  return {
    debug: (message) => { guard(() => { logger.debug(message) }) },
    info: (message) => { guard(() => { logger.info(message) }) },
    warn: (message) => { guard(() => { logger.warn(message) }) },
    error: (message) => { guard(() => { logger.error(message) }) },
  }
}
