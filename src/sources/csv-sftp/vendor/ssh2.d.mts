import type * as ssh2 from 'ssh2';

/** The client of ssh2, made by tools/vendor.ts to load in workerd. Its types are those of the package. */
export declare const Client: typeof ssh2.Client;
export declare const parseKey: typeof ssh2.utils.parseKey;
