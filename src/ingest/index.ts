export { IngestModule } from './ingest.module.js';
export { parsePush } from './parse-push.js';
export { PushService } from './push.service.js';
export type { ReceiptDto } from './receipt.dto.js';
export { ReceiptsService } from './receipts.service.js';
export type { ReceivedPush } from './receipts.service.js';
export { UnknownRestaurant } from './unknown-restaurant.entity.js';
export { UnknownRestaurantsService } from './unknown-restaurants.service.js';
