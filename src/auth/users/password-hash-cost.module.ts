import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { ScryptCost } from './passwords.js';

/** Injection token of an optional {@link ScryptCost} in place of the product's own. */
export const PASSWORD_HASH_COST = Symbol('PASSWORD_HASH_COST');

/** Sets the cost of password hashes for a whole composition. Only tests import it: no setting of the product can lower the cost. */
@Global()
@Module({})
export class PasswordHashCostModule {
  static forRoot(cost: ScryptCost): DynamicModule {
    return {
      module: PasswordHashCostModule,
      providers: [{ provide: PASSWORD_HASH_COST, useValue: cost }],
      exports: [PASSWORD_HASH_COST],
    };
  }
}
