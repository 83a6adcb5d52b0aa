export { AdminModule } from './admin.module.js';
export { AdminjsService } from './adminjs/adminjs.service.js';
export { digestTextsIn } from './i18n/digest-texts.js';
export type { DigestTexts } from './i18n/digest-texts.js';
export { RootController } from './pages/root.controller.js';
