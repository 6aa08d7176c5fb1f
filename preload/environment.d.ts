// The preload runs in a sandbox: of Electron only the bridge may be imported here, and of Node nothing at all.
// This file marks the project, so that the compiler holds that line from the first file on.
export {};
