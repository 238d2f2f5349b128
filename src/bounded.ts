// What is kept to be given again is bounded, in number or in bytes: the one home of the cache that does it.
export { LRUCache as BoundedCache } from 'lru-cache';
