// STUB
import type { Schema } from './descriptor.js';
export async function loadUserProto(path: string): Promise<Schema> { throw new Error(path); }
