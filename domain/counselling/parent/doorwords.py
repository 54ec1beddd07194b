"""Words for the door: short, easy to say in any language, about nothing, and none like another."""

LIST = (
    "banan citron melon tomat kiwi mango oliven papaya vanille kanel safran karamel kakao "
    "tiger zebra panda koala pingvin delfin elefant giraf flamingo krokodil gorilla kænguru leopard papegøje "
    "guitar piano trompet violin saxofon tromme harmonika klarinet "
    "planet komet satellit raket galakse meteor "
    "vulkan ørken jungle oase lagune gletsjer koral "
    "ballon paraply kompas lanterne mosaik magnet diamant smaragd topas ametyst "
    "taxa tram kano kajak cykel trolley helikopter "
    "pasta pizza risotto omelet sandwich "
    "gardenia jasmin lavendel orkidé tulipan kaktus bambus eukalyptus"
)
WORDS = tuple(LIST.split())
