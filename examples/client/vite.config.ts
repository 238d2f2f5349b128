import { defineConfig } from 'vite';

export default defineConfig({
  // The possible types of interfaces are read from schema/, two folders up.
  server: { host: '127.0.0.1', fs: { allow: ['../..'] } },
  preview: { host: '127.0.0.1' },
});
