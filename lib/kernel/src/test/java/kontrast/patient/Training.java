package kontrast.patient;

/** Stands for the library's training loop: slow steps, and a look at the interrupt between them. */
public final class Training {
    private Training() {}

    /** Trains until it is interrupted, then saves, which takes a while, and returns. */
    public static String run() {
        System.out.println("go");
        for (int step = 1; ; step++) {
            work(700);
            if (Thread.interrupted()) {
                work(700);
                System.out.println("stopped after step " + step);
                return "checkpoint of step " + step;
            }
        }
    }

    private static void work(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
