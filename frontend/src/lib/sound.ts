/* Two short sounds for people who look at the parcel and not at the screen: high for done, low for
 * refused. Words and colour always say the same. */
let context: AudioContext | undefined;

export function sound(good: boolean) {
  try {
    context ??= new AudioContext();
  } catch {
    return; // the machine has no sound
  }
  const tone = context.createOscillator();
  const volume = context.createGain();
  const from = context.currentTime;
  const seconds = good ? 0.12 : 0.35;
  tone.type = good ? "sine" : "square";
  tone.frequency.value = good ? 1320 : 196;
  volume.gain.setValueAtTime(good ? 0.12 : 0.06, from);
  volume.gain.exponentialRampToValueAtTime(0.0001, from + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(from);
  tone.stop(from + seconds);
}
