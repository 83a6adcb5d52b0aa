// A mutant needs one failure, not the smallest input that fails.
import fc from 'fast-check';

fc.configureGlobal({ endOnFailure: true });
