/** Memories of earlier steps: the key queue, and banks of all images. */
package kontrast.memory;
