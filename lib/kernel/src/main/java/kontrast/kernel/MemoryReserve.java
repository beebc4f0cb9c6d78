package kontrast.kernel;

/**
 * Memory held back, so that a cell that has used up the heap does not take the kernel with it: given
 * back when a cell fails for want of memory, it lets the kernel say so and run the cell that frees
 * some.
 */
final class MemoryReserve {

    /** Enough to compile and run a short cell, and at most an eighth of a small heap. */
    private static final long BYTES = Math.min(48L << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final int PIECE = 1 << 17; // small, so that the collector moves and frees them as anything else
    private static final byte[][] NONE = {}; // made beforehand: there is no room when it is needed

    private byte[][] held = NONE;

    MemoryReserve() {
        refill();
    }

    /** Gives the memory back. */
    synchronized void release() {
        held = NONE;
    }

    /**
     * Takes the memory again.
     *
     * @return whether it could be had; if not, the heap is still full
     */
    synchronized boolean refill() {
        if (held.length > 0) {
            return true;
        }
        try {
            byte[][] pieces = new byte[(int) (BYTES / PIECE)][];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = new byte[PIECE];
            }
            held = pieces;
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }
}
