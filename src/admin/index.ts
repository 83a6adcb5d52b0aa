export { AdminModule } from './admin.module.js';
export { AdminjsService } from './adminjs/adminjs.service.js';
export { RootController } from './pages/root.controller.js';
