/** What the notebooks of the course print about themselves. The rest of the library does not use it. */
package kontrast.notebook;
