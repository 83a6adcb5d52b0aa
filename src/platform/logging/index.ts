export { LOGGER, LoggerModule, PinoLoggerService, createLogger, redactFields } from './logger.js';
