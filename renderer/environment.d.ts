// A style sheet is imported for its effect; the bundler gives it no exports.
declare module '*.css';
