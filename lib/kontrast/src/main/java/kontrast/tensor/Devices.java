package kontrast.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;

/** The devices that PyTorch computes on. */
public final class Devices {

    private Devices() {}

    /** Returns the device to compute on: the first GPU that PyTorch sees, else the CPU. */
    public static Device best() {
        return Engine.getInstance().defaultDevice();
    }
}
